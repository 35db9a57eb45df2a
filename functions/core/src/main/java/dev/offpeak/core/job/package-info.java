/// Jobs: what a caller asks for, where it stands, and how it ends.
@NullMarked
package dev.offpeak.core.job;

import org.jspecify.annotations.NullMarked;
