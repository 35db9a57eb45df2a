/// Plays API Gateway's REST API in front of a function.
@NullMarked
package dev.offpeak.local.http;

import org.jspecify.annotations.NullMarked;
