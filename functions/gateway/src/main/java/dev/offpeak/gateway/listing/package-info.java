/// What a tenant can list: batches and the ledger.
@NullMarked
package dev.offpeak.gateway.listing;

import org.jspecify.annotations.NullMarked;
