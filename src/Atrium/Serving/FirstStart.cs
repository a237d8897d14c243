using Atrium.Accounts;
using Atrium.CommandLine;
using Atrium.Core;
using Atrium.Core.Accounts;

namespace Atrium.Serving;

/// <summary>The account that the first start makes.</summary>
internal static class FirstStart
{
    internal const string AccountName = "admin";

    /// <summary>Makes the account when there is none; the password that was generated for it, to be shown once.</summary>
    internal static async ValueTask<string?> MakeAccountAsync(ISignIn signIn, Shell shell, CancellationToken cancellation)
    {
        var workspace = await OperatorAsync(signIn, cancellation);
        var given = shell.Environment("ATRIUM_ADMIN_PASSWORD") is { Length: > 0 } variable ? variable : null;
        var password = given ?? NewPassword.Generate();
        var added = await workspace.Administration.AddFirstAccountAsync(AccountName, password, cancellation);
        return added.Refused switch
        {
            null => given is null ? password : null,
            { Kind: Refusal.Exists } => null,
            var failed => throw new CommandFailedException($"The account {AccountName} could not be made: {failed.Detail}"),
        };
    }

    /// <summary>Whoever runs this process on the data folder is its operator.</summary>
    internal static async ValueTask<Workspace> OperatorAsync(ISignIn signIn, CancellationToken cancellation)
    {
        var visit = new Visit(SignIn.LocalProtocol, null, "process", Encrypted: true);
        if (!signIn.Begin("EXTERNAL", visit).Try(out var exchange, out var refused))
            throw new InvalidOperationException($"The operator was not let in: {refused.Detail}");
        return (await exchange.StepAsync(default, cancellation)).Workspace
            ?? throw new InvalidOperationException("The operator was not let in.");
    }
}
