/// Fakes of every port, the contract suites that fakes and real adapters both pass, and sample values.
@NullMarked
package dev.offpeak.testkit;

import org.jspecify.annotations.NullMarked;
