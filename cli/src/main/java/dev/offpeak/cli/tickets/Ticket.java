package dev.offpeak.cli.tickets;

/// A support ticket.
///
/// @param id `T-00001`, in the order they came in
/// @param label what its writer had in mind; the models are not told
public record Ticket(String id, Label label, String subject, String body) {
    public int words() {
        return body.strip().split("\\s+").length;
    }
}
