package dev.offpeak.emulators;

import java.util.concurrent.CountDownLatch;

/// A parent for the test to kill: starts an emulator, prints its process id, and waits.
final class OrphanMaker {

    private OrphanMaker() {}

    public static void main(String[] arguments) throws InterruptedException {
        System.out.println(EmulatorProcess.start(EmulatorKind.S3).pid());
        new CountDownLatch(1).await();
    }
}
