/// Our own API for jobs: submit, read, withdraw.
@NullMarked
package dev.offpeak.gateway.jobs;

import org.jspecify.annotations.NullMarked;
