using System.CommandLine;
using Atrium.CommandLine;
using Atrium.Values;

namespace Atrium.Health;

/// <summary><c>atrium status</c></summary>
internal static class Status
{
    /// <summary>Long enough to read a figure, short enough to see one change.</summary>
    private static readonly TimeSpan DefaultInterval = TimeSpan.FromSeconds(2);

    internal static Command Create(CommandKit kit)
    {
        var watch = new Option<bool>("--watch", "-w") { Description = "Look again and again: drawn anew in a terminal, otherwise a line each time, until Ctrl-C" };
        var every = new Option<string?>("--interval") { Description = "Between two looks of --watch, from 1s on [default: 2s]", HelpName = "TIME" };
        every.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && Interval(token.Value) is null)
                result.AddError($"--interval takes a length of time from 1s to 1d; '{token.Value}' is none.");
        });
        var command = new ExampleCommand(
            "status", "Show the running server in figures: doors, certificates, requests, refusals, latencies, storage, quotas",
            "atrium status", "atrium status --watch", "atrium status --watch --interval 10s --json")
        {
            watch, every, kit.Options.Json,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = kit.Connect(parsed);
            var display = new StatusDisplay(kit.Shell, kit.WantsJson(parsed));
            if (parsed.GetValue(watch))
            {
                var interval = parsed.GetValue(every) is { } given ? Interval(given)!.Value : DefaultInterval;
                await display.WatchAsync(() => client.Administration.StatusAsync(cancellation), interval, cancellation);
            }
            else
            {
                display.Write(await client.Administration.StatusAsync(cancellation));
            }
            return ExitCode.Done;
        });
        return command;
    }

    private static TimeSpan? Interval(string text)
        => TimeLength.TryParse(text, out var length) && length >= TimeSpan.FromSeconds(1) && length <= TimeSpan.FromDays(1) ? length : null;
}
