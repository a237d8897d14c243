using System.CommandLine;
using System.Net;
using Atrium.Accounts;
using Atrium.Api;
using Atrium.CommandLine;
using Atrium.Completions;
using Atrium.Values;

namespace Atrium.Shares;

/// <summary><c>atrium share</c></summary>
internal static class ShareCommands
{
    internal static Command Create(CommandKit kit) => new ExampleCommand(
        "share", "Links by which people without an account reach a file or folder",
        "atrium share create /shared/plans/report.pdf --expires 7d",
        "atrium share create /shared/inbox --upload --password-stdin",
        "atrium share list /shared/plans")
    {
        CreateCreate(kit),
        CreateList(kit),
        CreateRevoke(kit),
    };

    private static ExampleCommand CreateCreate(CommandKit kit)
    {
        var path = Parsed.Path("PATH", "A file or folder, such as /shared/plans/report.pdf").Completing(kit, Completion.Spaces);
        var expires = Parsed.Length("--expires", "How long it is good [default: until it is revoked]");
        var upload = new Option<bool>("--upload") { Description = "Files can be left in the folder, and nothing in it is shown" };
        var downloads = new Option<long?>("--downloads") { Description = "How often a file can be fetched by it [default: any number of times]", HelpName = "N" };
        var password = NewPassword.FromInput();
        var command = new ExampleCommand(
            "create", "Make a link, and show its address this once",
            "atrium share create /shared/plans/report.pdf --expires 7d --downloads 3",
            "atrium share create /shared/inbox --upload")
        {
            path, expires, upload, downloads, password, kit.Options.Json,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var request = new ShareRequest(
                parsed.GetValue(path)!, parsed.GetValue(upload) ? "upload" : "read", parsed.GetValue(expires) is { } length ? kit.Shell.Clock.GetUtcNow() + length : null,
                parsed.GetValue(password) ? NewPassword.Obtain(PasswordSource.Input, kit.Shell) : null, parsed.GetValue(downloads));
            using var client = kit.Connect(parsed);
            var made = await client.Shares.CreateAsync(request, cancellation).WithHint(HttpStatusCode.NotFound, "Look with: atrium ls, atrium space list");
            if (kit.WantsJson(parsed))
            {
                JsonOutput.Write<IReadOnlyList<NewShareRecord>>(kit.Shell, [made], json => json.IReadOnlyListNewShareRecord);
                return ExitCode.Done;
            }
            kit.Shell.Out.WriteLine($"Address (shown only now): {made.Address}");
            kit.Shell.Out.WriteLine($"Whoever has it may {(made.Share.Kind == "upload" ? "leave files in" : "read")} {made.Share.Path}{Until(made.Share, kit)}. Revoke it with: atrium share revoke {made.Share.Id}");
            return ExitCode.Done;
        });
        return command;
    }

    private static ExampleCommand CreateList(CommandKit kit)
    {
        var path = new Argument<string?>("PATH") { Description = "Only links to this file or folder", Arity = ArgumentArity.ZeroOrOne };
        var command = new ExampleCommand("list", "List links, without their secrets", "atrium share list", "atrium share list /shared/plans --json") { path, kit.Options.Json };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = kit.Connect(parsed);
            var found = await client.Shares.ListAsync(parsed.GetValue(path), cancellation);
            if (kit.WantsJson(parsed))
            {
                JsonOutput.Write(kit.Shell, found, json => json.IReadOnlyListShareRecord);
                return ExitCode.Done;
            }
            var table = new Table("Id", "Path", "For", "By", "Created", "Ends", "Password", "Downloads");
            foreach (var one in found)
            {
                table.Add(
                    one.Id, one.Path ?? "(deleted)", one.Kind == "upload" ? "leaving files" : "reading", one.Creator, Moment.Format(one.Created, kit.Shell.Clock),
                    one.Expires is not { } end ? "-" : end <= kit.Shell.Clock.GetUtcNow() ? "ended" : Moment.Format(end, kit.Shell.Clock), one.HasPassword ? "yes" : "no",
                    one.MaxDownloads is { } most ? $"{one.Downloads} of {most}" : "-");
            }
            table.Write(kit.Shell);
            return ExitCode.Done;
        });
        return command;
    }

    private static ExampleCommand CreateRevoke(CommandKit kit)
    {
        var id = new Argument<string>("ID") { Description = "As atrium share list names it" };
        var command = new ExampleCommand("revoke", "Revoke a link; whoever is reading by it is out within 5 seconds", "atrium share revoke 17") { id, kit.Options.Json };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = kit.Connect(parsed);
            await client.Shares.RevokeAsync(parsed.GetValue(id)!, cancellation).WithHint(HttpStatusCode.NotFound, "These are there: atrium share list");
            if (kit.WantsJson(parsed))
                JsonOutput.Write(kit.Shell, await client.Shares.ListAsync(null, cancellation), json => json.IReadOnlyListShareRecord);
            else
                kit.Shell.Out.WriteLine($"Revoked the link {parsed.GetValue(id)}.");
            return ExitCode.Done;
        });
        return command;
    }

    private static string Until(ShareRecord share, CommandKit kit) => share.Expires is { } end ? $" until {Moment.Format(end, kit.Shell.Clock)}" : "";
}
