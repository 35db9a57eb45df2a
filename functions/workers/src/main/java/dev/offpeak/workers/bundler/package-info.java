/// Packs open segments into bundles and submits them as provider batches.
@NullMarked
package dev.offpeak.workers.bundler;

import org.jspecify.annotations.NullMarked;
