/// Core's ports on DynamoDB, SQS and S3; `docs/data-model.md` shows the tables.
@NullMarked
package dev.offpeak.aws;

import org.jspecify.annotations.NullMarked;
