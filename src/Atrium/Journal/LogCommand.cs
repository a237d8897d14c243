using System.CommandLine;
using Atrium.Api;
using Atrium.Client;
using Atrium.CommandLine;

namespace Atrium.Journal;

/// <summary><c>atrium log</c></summary>
internal static class LogCommand
{
    /// <summary>As long as the server lets one wait; then it is asked again.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Entries asked for at once where many are wanted.</summary>
    private const int Page = 1000;

    internal static Command Create(CommandKit kit)
    {
        var follow = new Option<bool>("--follow", "-f") { Description = "Go on with what happens from now, until the command is interrupted" };
        var account = new Option<string?>("--account") { Description = "Only what this account did, or was tried with its name", HelpName = "NAME" };
        var path = new Option<string?>("--path") { Description = "Only what concerns this path and all below it, or this name", HelpName = "PATH" };
        var protocol = new Option<string?>("--protocol") { Description = "Only what came by this protocol, such as https", HelpName = "PROTOCOL" };
        var peer = new Option<string?>("--from") { Description = "Only what came from this address", HelpName = "ADDRESS" };
        var kind = new Option<string?>("--kind")
        {
            Description = "Only these kinds: change, administration, sign-in, refusal, read, guard, server; several with commas", HelpName = "KIND",
        };
        var since = Parsed.Moment(kit.Shell.Clock, "--since", "Only from this time on");
        var until = Parsed.Moment(kit.Shell.Clock, "--until", "Only before this time");
        var limit = new Option<int?>("--limit") { Description = "The newest so many entries [default: 100, or all where --since is given]", HelpName = "N" };
        limit.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() is <= 0)
                result.AddError("--limit takes a number from 1 on.");
        });
        var csv = new Option<bool>("--csv") { Description = "Print comma-separated values with a first line of names (RFC 4180)" };
        var command = new ExampleCommand(
            "log", "Show what has happened: changes, administration, sign-ins, refusals and reads",
            "atrium log --kind refusal,sign-in --since \"2h ago\"", "atrium log --follow --path /shared/plans", "atrium log --account ann --since 2026-11-01 --csv")
        {
            follow, account, path, protocol, peer, kind, since, until, limit, csv, kit.Options.Json, LogHeads.Create(kit),
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(csv) && result.GetValue(kit.Options.Json))
                result.AddError("Give --csv or --json, not both.");
        });
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = kit.Connect(parsed);
            var filter = new JournalFilter
            {
                Account = parsed.GetValue(account),
                Path = parsed.GetValue(path),
                Protocol = parsed.GetValue(protocol),
                Peer = parsed.GetValue(peer),
                Kind = parsed.GetValue(kind),
                Since = parsed.GetValue(since),
                Until = parsed.GetValue(until),
            };
            ILogOutput output = parsed.GetValue(csv) ? new CsvLog(kit.Shell) : kit.WantsJson(parsed) ? new JsonLog(kit.Shell) : new TableLog(kit.Shell);
            var most = parsed.GetValue(limit) ?? (filter.Since is null ? 100 : int.MaxValue);
            var next = await NewestAsync(client, filter, most, output, parsed.GetValue(follow), cancellation);
            if (parsed.GetValue(follow))
                await FollowAsync(client, filter, next, output, cancellation);
            return ExitCode.Done;
        });
        return command;
    }

    private static async Task<string> NewestAsync(
        AtriumClient client, JournalFilter filter, int most, ILogOutput output, bool isFollowing, CancellationToken cancellation)
    {
        // From the newest backwards, and then told in the order in which it happened.
        var pages = new Stack<IReadOnlyList<AuditRecord>>();
        var (found, next) = (0, (string?)null);
        string? before = null;
        do
        {
            var page = await client.Journal.ReadAsync(filter with { Before = before, Limit = Math.Min(Page, most - found) }, cancellation);
            next ??= page.Next;
            pages.Push(page.Entries);
            found += page.Entries.Count;
            before = page.Earlier;
        }
        while (before is not null && found < most);
        output.Write([.. pages.SelectMany(page => page)], isFollowing);
        return next;
    }

    private static async Task FollowAsync(AtriumClient client, JournalFilter filter, string next, ILogOutput output, CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                var page = await client.Journal.ReadAsync(filter with { After = next, Limit = Page, Wait = Patience }, cancellation);
                if (page.Entries.Count > 0)
                    output.Write(page.Entries, isFollowing: true);
                next = page.Next;
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                return;
            }
        }
    }
}
