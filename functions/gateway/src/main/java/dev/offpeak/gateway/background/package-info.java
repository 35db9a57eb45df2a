/// Background work in a provider's own form: jobs that look like the provider's objects.
@NullMarked
package dev.offpeak.gateway.background;

import org.jspecify.annotations.NullMarked;
