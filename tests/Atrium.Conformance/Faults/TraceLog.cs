using System.Text.RegularExpressions;

namespace Atrium.Conformance.Faults;

/// <summary>The output of <c>strace -f -tt</c>, with the calls that others' lines interrupted put together again.</summary>
internal sealed partial class TraceLog
{
    private const string Unfinished = "<unfinished ...>";

    private TraceLog(IReadOnlyList<SystemCall> calls) => Calls = calls;

    public IReadOnlyList<SystemCall> Calls { get; }

    public IReadOnlyList<SystemCall> Injected => [.. Calls.Where(call => call.IsInjected)];

    public static TraceLog Parse(IReadOnlyList<string> lines)
    {
        var calls = new List<SystemCall>();
        var unfinished = new Dictionary<int, SystemCall>();
        for (var i = 0; i < lines.Count; i++)
        {
            var match = Line().Match(lines[i]);
            if (!match.Success)
                continue; // signals, exits
            var thread = int.Parse(match.Groups["thread"].Value);
            var text = match.Groups["text"].Value;
            if (match.Groups["resumed"].Success)
            {
                if (unfinished.Remove(thread, out var begun))
                    calls.Add(begun with { Text = begun.Text + text, Finished = i });
                continue;
            }
            var call = new SystemCall(thread, match.Groups["name"].Value, text, i, i);
            if (text.EndsWith(Unfinished, StringComparison.Ordinal))
                unfinished[thread] = call with { Text = text[..^Unfinished.Length] };
            else
                calls.Add(call);
        }
        calls.AddRange(unfinished.Values.Select(call => call with { Finished = int.MaxValue }));
        return new([.. calls.OrderBy(call => call.Started)]);
    }

    public override string ToString() => string.Join('\n', Calls);

    [GeneratedRegex(@"^(?<thread>\d+) +[\d:.]+ (?:<\.\.\. (?<resumed>\w+) resumed>|(?<name>\w+)\()(?<text>.*)$")]
    private static partial Regex Line();
}
