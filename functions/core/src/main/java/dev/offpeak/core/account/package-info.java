/// What each account of a provider may take now: quotas, pauses, and whether it answers at all.
@NullMarked
package dev.offpeak.core.account;

import org.jspecify.annotations.NullMarked;
