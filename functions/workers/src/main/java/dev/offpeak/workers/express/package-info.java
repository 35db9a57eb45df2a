/// The sending side of the express lane: jobs that are to be called directly, in the background.
@NullMarked
package dev.offpeak.workers.express;

import org.jspecify.annotations.NullMarked;
