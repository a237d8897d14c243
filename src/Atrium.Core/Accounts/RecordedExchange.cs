using Atrium.Core.Journal;

namespace Atrium.Core.Accounts;

/// <summary>
/// Any exchange, with its end in the journal and counted: by whatever mechanism somebody signs in, or fails to, this is where it is told.
/// </summary>
internal sealed class RecordedExchange(
    ISignInExchange exchange, string mechanism, Visit visit, JournalRecorder journal, RecentSignIns recent, SignInMetrics metrics) : ISignInExchange
{
    public async ValueTask<SignInStep> StepAsync(ReadOnlyMemory<byte> response, CancellationToken cancellation)
    {
        var step = await exchange.StepAsync(response, cancellation);
        metrics.Count(mechanism, visit, step);
        if (step.Workspace is { } workspace)
        {
            if (recent.IsNew(workspace.Caller))
                journal.Record(workspace.Caller, new JournalEntry(JournalKind.SignIn, "sign-in"));
        }
        // A browser goes on sending the cookie of a session that has ended: that is no attempt at anything.
        else if (step.Refused is { } refused && exchange is not Sessions.SessionExchange)
        {
            journal.Record(visit, new JournalEntry(JournalKind.SignIn, "sign-in")
            {
                Name = Named((exchange as INamesLogin)?.Login),
                Outcome = refused.Kind,
                Detail = refused.Detail,
            });
        }
        return step;
    }

    // What was typed into the wrong field may be a password: only what can be a login is kept.
    private static string Named(string? login)
    {
        if (login is null)
            return "";
        var name = login.ToLowerInvariant();
        return name.Split(Subject.Separator, 2).All(AccountNameRule.IsWellFormed) ? name : "(not a name)";
    }
}

/// <summary>An exchange that knows, from some step on, which login is being tried.</summary>
internal interface INamesLogin
{
    /// <summary>As it came; null while it is not known.</summary>
    string? Login { get; }
}
