using System.Diagnostics.Metrics;
using Atrium.Core.Accounts.Passwords;

namespace Atrium.Core.Accounts;

/// <summary>Counts sign-ins, those that failed too: by mechanism and protocol, never by who tried.</summary>
internal sealed class SignInMetrics : IDisposable
{
    private static readonly KeyValuePair<string, object?> Success = new("result", "success"), Failure = new("result", "failure");

    private readonly Meter meter;
    private readonly Counter<long> signIns;

    internal SignInMetrics()
    {
        meter = new Meter(new MeterOptions(PasswordHashing.MeterName) { Scope = this });
        signIns = meter.CreateCounter<long>("atrium.sign_ins", "{sign-in}", "Sign-ins by mechanism, protocol and result; over HTTP each request with credentials is one.");
    }

    internal void Count(string mechanism, Visit visit, SignInStep step)
    {
        if (step.Workspace is null && step.Refused is null)
            return; // not at its end
        signIns.Add(1, new("mechanism", mechanism), new("protocol", visit.Protocol), step.Workspace is null ? Failure : Success);
    }

    public void Dispose() => meter.Dispose();
}
