/// DynamoDB Local, ElasticMQ and s3proxy as child processes that listen on the loopback interface only.
@NullMarked
package dev.offpeak.emulators;

import org.jspecify.annotations.NullMarked;
