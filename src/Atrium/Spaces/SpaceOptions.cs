using System.CommandLine;
using Atrium.Api;
using Atrium.CommandLine;
using Atrium.Completions;

namespace Atrium.Spaces;

/// <summary>The settings of a space, as <c>add</c> and <c>set</c> take them.</summary>
internal sealed class SpaceOptions(CommandKit kit)
{
    internal Argument<string> Path { get; } = Parsed.Path("PATH", "/shared/NAME, /home/ACCOUNT or /sites/HOST").Completing(kit, Completion.Spaces);

    internal Option<long?> Quota { get; } = Parsed.Limit("--quota", "Live bytes allowed: 10GB (decimal), 10GiB (binary), none");

    internal Option<long?> History { get; } = Parsed.Limit("--history", "Bytes kept only for the past; none: as much again as the quota");

    internal Option<TimeSpan?> Retention { get; } = Parsed.Length("--retention", "How long the past is kept: 30d, 12h, 1y");

    internal Option<string?> Owner { get; } = new Option<string?>("--owner") { Description = "The account or group that holds all rights in it", HelpName = "NAME" }
        .Completing(kit, Completion.Members);

    internal void AddTo(Command command)
    {
        command.Add(Path);
        command.Add(Quota);
        command.Add(History);
        command.Add(Retention);
        command.Add(Owner);
    }

    internal SpaceRequest Request(ParseResult parsed) => new(
        Quota: parsed.GetValue(Quota),
        HistoryCap: parsed.GetValue(History),
        RetentionSeconds: parsed.GetValue(Retention) is { } retention ? (long)retention.TotalSeconds : null,
        Owner: parsed.GetValue(Owner));
}
