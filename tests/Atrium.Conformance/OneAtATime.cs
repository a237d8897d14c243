// Each test runs whole servers, mounts and traces: two at once would only disturb each other.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
