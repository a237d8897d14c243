using Atrium.Accounts;
using Atrium.CommandLine;
using Atrium.Core;
using Atrium.Core.Accounts;

namespace Atrium.Serving;

/// <summary>The account that a new store begins with.</summary>
internal static class FirstAccount
{
    internal const string Name = "admin";

    internal const string PasswordVariable = "ATRIUM_ADMIN_PASSWORD";

    /// <summary>Adds it when there is no account yet; a password that was made here is printed, this once.</summary>
    internal static async Task AddAsync(ISignIn signIn, Shell shell, CancellationToken cancellation)
    {
        var given = shell.Environment(PasswordVariable) is { Length: > 0 } variable ? variable : null;
        var password = given ?? NewPassword.Generate();
        var workspace = await LocalOperator.OpenAsync(signIn, "start", cancellation);
        var added = await workspace.Administration.AddFirstAccountAsync(Name, password, cancellation);
        if (added.Try(out _, out var refused))
        {
            if (given is null)
                shell.Out.WriteLine($"The account {Name} was made. Its password, shown only now: {password}");
        }
        else if (refused.Kind != Refusal.Exists)
        {
            throw new CommandFailedException($"The account {Name} cannot be made: {refused.Detail}");
        }
    }
}
