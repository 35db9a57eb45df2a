package dev.offpeak.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offpeak.core.pricing.Ledger;
import dev.offpeak.core.pricing.LedgerLine;
import dev.offpeak.testkit.LedgerContract;
import dev.offpeak.testkit.Samples;
import dev.offpeak.wire.http.Http;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnEmulators.class)
final class DirectLedgerTest extends LedgerContract {
    private final Tables tables = Emulators.tables();
    private final Ledger ledger =
            new DirectLedger(Emulators.dynamo(), tables, new Http(Duration.ofSeconds(2)), InstantSource.system());

    @Override
    protected Ledger ledger() {
        return ledger;
    }

    @Test
    void it_adds_to_the_lines_that_the_sdk_adds_to() {
        var line = Samples.line(Samples.tenant());
        ledger.add(line);
        new DynamoLedger(Emulators.dynamo(), tables).add(line);
        ledger.add(new LedgerLine(line.account(), LedgerLine.Amounts.of(LedgerLine.Unused.ONE_IN_DOUBT)));
        var day = line.account().day();
        assertThat(ledger.read(line.account().tenant(), day, day))
                .containsExactly(line.plus(line)
                        .plus(new LedgerLine(line.account(), LedgerLine.Amounts.of(LedgerLine.Unused.ONE_IN_DOUBT))));
    }
}
