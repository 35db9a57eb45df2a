package dev.offpeak.gateway;

import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/// A route of Offpeak's own API. One that is added here has to be answered by [FrontDesk] and described in the OpenAPI
/// document: both switch over all of them.
sealed interface OwnRoute {
    /// Answered without a key, since it tells nothing of anybody.
    enum Open implements OwnRoute {
        HEALTH("GET", "/v1/health"),
        OPENAPI("GET", "/v1/openapi.json"),
        JOB_SCHEMA("GET", "/v1/job.schema.json");

        private final Place place;

        Open(String method, String template) {
            this.place = new Place(method, template);
        }

        @Override
        public Place place() {
            return place;
        }
    }

    /// Answered to whom the jobs belong.
    enum Keyed implements OwnRoute {
        SUBMIT_JOBS("POST", "/v1/jobs"),
        FIND_JOB("GET", "/v1/jobs"),
        READ_JOB("GET", "/v1/jobs/{id}"),
        CANCEL_JOB("DELETE", "/v1/jobs/{id}"),
        READ_RESULT("GET", "/v1/jobs/{id}/result"),
        LIST_BATCHES("GET", "/v1/batches"),
        READ_LEDGER("GET", "/v1/ledger");

        private final Place place;

        Keyed(String method, String template) {
            this.place = new Place(method, template);
        }

        @Override
        public Place place() {
            return place;
        }
    }

    /// What a request asks for.
    sealed interface Found {
        /// @param id what stands where the path has `{id}`, or nothing
        record At(OwnRoute route, String id) implements Found {}

        /// @param allowed the methods that the path takes, parted by commas
        record OtherMethod(String allowed) implements Found {}

        record Nothing() implements Found {}
    }

    /// @param template a path whose steps are fixed, but for `{id}`
    record Place(String method, String template, List<String> steps) {
        Place(String method, String template) {
            this(method, template, OwnRoute.steps(template));
        }

        boolean leadsTo(List<String> given) {
            if (given.size() != steps.size()) {
                return false;
            }
            for (int i = 0; i < steps.size(); i++) {
                boolean same = isId(steps.get(i))
                        ? !given.get(i).isEmpty()
                        : steps.get(i).equals(given.get(i));
                if (!same) {
                    return false;
                }
            }
            return true;
        }

        String idIn(List<String> given) {
            int at = steps.indexOf("{id}");
            return at < 0 ? "" : given.get(at);
        }

        private static boolean isId(String step) {
            return step.equals("{id}");
        }
    }

    /// Empty steps count: `/v1/jobs/` is not `/v1/jobs`.
    private static List<String> steps(String path) {
        return List.of(path.split("/", -1));
    }

    Place place();

    static Stream<OwnRoute> all() {
        return Stream.concat(Stream.of(Open.values()), Stream.of(Keyed.values()));
    }

    static Found find(String method, String path) {
        var steps = steps(path);
        var here = all().filter(route -> route.place().leadsTo(steps)).toList();
        if (here.isEmpty()) {
            return new Found.Nothing();
        }
        return here.stream()
                .filter(route -> route.place().method().equals(method))
                .findFirst()
                .<Found>map(route -> new Found.At(route, route.place().idIn(steps)))
                .orElseGet(() -> new Found.OtherMethod(methods(here)));
    }

    private static String methods(List<OwnRoute> here) {
        var methods = new TreeSet<String>();
        here.forEach(route -> methods.add(route.place().method()));
        return String.join(", ", methods);
    }
}
