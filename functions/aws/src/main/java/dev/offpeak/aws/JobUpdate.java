package dev.offpeak.aws;

import static dev.offpeak.aws.Attributes.number;
import static dev.offpeak.aws.Attributes.text;

import dev.offpeak.core.id.JobId;
import dev.offpeak.core.job.JobEvent;
import dev.offpeak.core.job.JobState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.Update;

/// A job event as a conditional write: the guard that core's transitions give it, and what becomes of the row.
///
/// It has two spellings, PartiQL for bulk and an update expression for transactions; `JobStoreContract` runs the whole
/// state × event table through both.
///
/// @param guard all of these must hold
/// @param sets the attributes it writes
/// @param removes those it takes away
record JobUpdate(List<Guard> guard, Map<String, AttributeValue> sets, List<String> removes) {
    /// What the row must look like.
    sealed interface Guard {
        record Missing(String attribute) implements Guard {}

        record Equal(String attribute, AttributeValue value) implements Guard {}

        record Present(String attribute) implements Guard {}
    }

    private static final List<String> PLACE = List.of(JobItems.SEGMENT, JobItems.LINE, JobItems.INTENT);
    private static final Guard UNSETTLED = new Guard.Missing(JobItems.ENDING);
    /// Of a row that follows another the other guards miss what they compare: it has no attempt, segment or ending.
    private static final Guard NO_LEADER = new Guard.Missing(JobItems.LEADER);

    private static final Guard NO_INTENT = new Guard.Missing(JobItems.INTENT);
    private static final Guard EXPRESS = new Guard.Missing(JobItems.SEGMENT);

    static JobUpdate of(JobEvent event) {
        return switch (event) {
            case JobEvent.Succeed(var settled) -> to(settled, UNSETTLED, NO_LEADER);
            case JobEvent.End(var settled) -> to(settled, UNSETTLED, NO_LEADER);
            case JobEvent.Fail(var settled) -> to(settled, UNSETTLED, attempt(settled.attempt()));
            case JobEvent.Retry(var attempt, var next) -> to(next, UNSETTLED, attempt(attempt));
            case JobEvent.Intend(var attempt, var intent) ->
                to(new JobState.Express(attempt, Optional.of(intent)), UNSETTLED, EXPRESS, NO_INTENT, attempt(attempt));
            case JobEvent.Free(var intent, var next) ->
                to(next, UNSETTLED, new Guard.Equal(JobItems.INTENT, JobItems.item(intent)));
            case JobEvent.Restage(var from, var to) -> to(to, UNSETTLED, new Guard.Equal(JobItems.SEGMENT, text(from)));
            case JobEvent.Enter(var call) ->
                new JobUpdate(
                        List.of(
                                new Guard.Present(JobItems.ENDING),
                                new Guard.Equal(JobItems.INTENT, JobItems.item(call))),
                        Map.of(),
                        List.of(JobItems.INTENT));
            case JobEvent.Forget(var why) ->
                new JobUpdate(List.of(new Guard.Present(JobItems.ENDING)), JobItems.item(why), JobItems.ANSWER);
        };
    }

    private static JobUpdate to(JobState next, Guard... guard) {
        var sets = JobItems.item(next);
        return new JobUpdate(List.of(guard), sets, removed(next, sets.keySet()));
    }

    /// The write as a PartiQL statement, which never makes a row that is not there.
    BatchStatementRequest statement(String table, JobId id) {
        var text = new StringBuilder("UPDATE \"").append(table).append('"');
        var parameters = new ArrayList<AttributeValue>();
        sets.forEach((name, value) -> {
            text.append(" SET \"").append(name).append("\"=?");
            parameters.add(value);
        });
        removes.forEach(name -> text.append(" REMOVE \"").append(name).append('"'));
        text.append(" WHERE \"").append(JobItems.ID).append("\"=?");
        parameters.add(text(id));
        for (var condition : guard) {
            switch (condition) {
                case Guard.Missing(var name) ->
                    text.append(" AND \"").append(name).append("\" IS MISSING");
                case Guard.Present(var name) ->
                    text.append(" AND \"").append(name).append("\" IS NOT MISSING");
                case Guard.Equal(var name, var value) -> {
                    text.append(" AND \"").append(name).append("\"=?");
                    parameters.add(value);
                }
            }
        }
        return BatchStatementRequest.builder()
                .statement(text.toString())
                .parameters(parameters)
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                .build();
    }

    /// The same write as part of a transaction, where an update would make a missing row if it were not told.
    Update update(String table, JobId id) {
        var names = new HashMap<String, String>();
        var values = new HashMap<String, AttributeValue>();
        var written = new ArrayList<String>();
        sets.forEach((name, value) -> {
            names.put("#" + name, name);
            values.put(":" + name, value);
            written.add("#" + name + "=:" + name);
        });
        removes.forEach(name -> names.put("#" + name, name));
        var conditions = new ArrayList<>(List.of("attribute_exists(" + JobItems.ID + ")"));
        for (var condition : guard) {
            switch (condition) {
                case Guard.Missing(var name) -> {
                    names.put("#" + name, name);
                    conditions.add("attribute_not_exists(#" + name + ")");
                }
                case Guard.Present(var name) -> {
                    names.put("#" + name, name);
                    conditions.add("attribute_exists(#" + name + ")");
                }
                case Guard.Equal(var name, var value) -> {
                    names.put("#" + name, name);
                    values.put(":old_" + name, value);
                    conditions.add("#" + name + "=:old_" + name);
                }
            }
        }
        return Update.builder()
                .tableName(table)
                .key(Map.of(JobItems.ID, text(id)))
                .updateExpression((written.isEmpty() ? "" : "SET " + String.join(",", written))
                        + (removes.isEmpty() ? "" : " REMOVE #" + String.join(",#", removes)))
                .conditionExpression(String.join(" AND ", conditions))
                .expressionAttributeNames(names)
                .expressionAttributeValues(values)
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                .build();
    }

    // a settled row keeps where it was last: it costs nothing and tells the story
    private static List<String> removed(JobState next, Set<String> kept) {
        if (next instanceof JobState.Settled) {
            return List.of();
        }
        return PLACE.stream().filter(name -> !kept.contains(name)).toList();
    }

    private static Guard attempt(int attempt) {
        return new Guard.Equal(JobItems.ATTEMPT, number(attempt));
    }
}
