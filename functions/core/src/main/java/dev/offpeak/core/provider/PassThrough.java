package dev.offpeak.core.provider;

import java.util.Optional;
import java.util.Set;

/// A provider's own API as callers meet it who wait: which routes pass, which headers, and what is read on the way.
/// Pure. Everything that is not read passes as bytes.
public interface PassThrough {
    /// Empty for a path, such as `/v1/messages`, that does not pass.
    Optional<Passage> passage(String path);

    /// Request headers that reach the provider, lower case; all others stay here, the caller's key among them.
    Set<String> headers();

    /// Whether a query asks for nothing that headers and body do not say; a job has those only.
    boolean isIdle(String query);

    /// Answer headers, lower case, that say whose account it is; they stay here.
    Set<String> accountHeaders();

    /// What is read of a request, and the body that leaves. Never throws on bad input: the provider judges that.
    Departure depart(Passage passage, Body body);

    /// Follows one answer; asked for only where the answer is a success.
    ///
    /// @param contentType of the answer, empty where it names none
    AnswerReader reader(Passage passage, Departure departure, String contentType);

    /// One route.
    ///
    /// @param methods that the provider takes there
    /// @param job whether a call may also be a background job
    /// @param metered whether a call costs money and is entered in the ledger
    record Passage(String path, Set<String> methods, boolean job, boolean metered) {
        public Passage {
            methods = Set.copyOf(methods);
        }

        public Endpoint endpoint() {
            return new Endpoint(path);
        }
    }

    /// A request as it leaves.
    ///
    /// @param model as the body names it, or `unknown` where it names none or one that is no name
    /// @param body the caller's own bytes, but for fields the lane itself needs
    /// @param askedForUsage whether only we asked for usage, so that it has to stay out of what the caller gets
    record Departure(String model, Body body, boolean askedForUsage) {
        // it is a key in the ledger and a word in logs, and a caller may write a book there
        private static final int LONGEST_MODEL = 256;

        public Departure {
            model = isName(model) ? model : "unknown";
        }

        private static boolean isName(String text) {
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                boolean isPlain = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
                if (!isPlain && "._:/@~-".indexOf(c) < 0) {
                    return false;
                }
            }
            return !text.isEmpty() && text.length() <= LONGEST_MODEL;
        }
    }
}
