/// The three AWS services the functions store things in, emulated or external, and the template's resources on them.
@NullMarked
package dev.offpeak.local.cloud;

import org.jspecify.annotations.NullMarked;
