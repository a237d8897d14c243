using System.CommandLine;
using Atrium.CommandLine;
using Atrium.Completions;
using Atrium.Core.Access;

namespace Atrium.Access;

/// <summary><c>atrium access</c></summary>
internal static class AccessCommands
{
    internal static Command Create(CommandKit kit) => new ExampleCommand(
        "access", "Who may do what with spaces, folders and files, and why",
        "atrium access grant /shared/plans alice read,create",
        "atrium access list /shared/plans",
        "atrium access explain alice write /shared/plans/budget.ods")
    {
        AccessGrant.Create(kit),
        AccessRevoke.Create(kit),
        AccessListing.Create(kit),
        AccessExplain.Create(kit),
        AccessInherit.Create(kit),
        AccessMine.Create(kit),
    };

    internal static Argument<string> Path(CommandKit kit)
        => Parsed.Path("PATH", "A space, a folder or a file, such as /shared/plans").Completing(kit, Completion.Spaces);

    internal static Argument<string> Principal(CommandKit kit)
        => new Argument<string>("PRINCIPAL") { Description = "An account, a group, everyone (any account) or anyone (also visitors without one)" }
            .Completing(kit, Completion.Principals);

    /// <summary>Words that are looked at before the server is asked.</summary>
    internal static Argument<string> Rights(CommandKit kit, string name, string description) => new Argument<string>(name)
    {
        Description = description,
        CustomParser = result =>
        {
            var text = result.Tokens[^1].Value;
            if (!RightsText.Parse(text).Try(out _, out var refused))
                result.AddError(refused.Detail);
            return text;
        },
    }.Completing(kit, Completion.Rights);
}
