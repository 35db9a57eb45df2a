/// The HTTPS side of the function: API Gateway's event decoded, answers encoded.
@NullMarked
package dev.offpeak.gateway.http;

import org.jspecify.annotations.NullMarked;
