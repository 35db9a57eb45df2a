/// How a bundle moves from one state to the next, whichever function moves it.
@NullMarked
package dev.offpeak.workers.bundles;

import org.jspecify.annotations.NullMarked;
