using System.Globalization;
using System.Security.Cryptography;

namespace Atrium.Conformance.Harness;

/// <summary>What the environment says about this run of the tests.</summary>
internal static class TestRun
{
    /// <summary>ATRIUM_TEST_LONG=1: many more crashes, and every point of injection.</summary>
    public static bool Long { get; } = Environment.GetEnvironmentVariable("ATRIUM_TEST_LONG") == "1";

    /// <summary>ATRIUM_TEST_SEED repeats a run's choices; otherwise each run makes its own, and prints it.</summary>
    public static ulong NewSeed() =>
        ulong.TryParse(Environment.GetEnvironmentVariable("ATRIUM_TEST_SEED"), CultureInfo.InvariantCulture, out var given)
            ? given
            : (ulong)RandomNumberGenerator.GetInt32(int.MaxValue);

    /// <summary>Ends what this test waits for when the test is cancelled.</summary>
    public static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    /// <summary>A line in the test's output.</summary>
    public static void Say(string line) => TestContext.Current.TestOutputHelper?.WriteLine(line);
}
