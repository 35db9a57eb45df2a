/// The books of the providers' accounts: who may submit now, and what is taken.
@NullMarked
package dev.offpeak.workers.accounts;

import org.jspecify.annotations.NullMarked;
