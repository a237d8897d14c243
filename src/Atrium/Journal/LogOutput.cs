using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Atrium.Api;
using Atrium.CommandLine;
using Atrium.Values;

namespace Atrium.Journal;

/// <summary>Where entries of the journal go.</summary>
internal interface ILogOutput
{
    /// <summary>Writes entries; when the log is followed, more will come.</summary>
    void Write(IReadOnlyList<AuditRecord> entries, bool isFollowing);
}

/// <summary>A table for a person; a line for each entry where the log is followed.</summary>
internal sealed class TableLog(Shell shell) : ILogOutput
{
    public void Write(IReadOnlyList<AuditRecord> entries, bool isFollowing)
    {
        if (isFollowing)
        {
            foreach (var entry in entries)
                shell.Out.WriteLine(string.Join("  ", Cells(entry).Where(cell => cell.Length > 0)));
            return;
        }
        var table = new Table("Time", "Kind", "Who", "From", "By", "What", "Of", "Outcome");
        foreach (var entry in entries)
            table.Add(Cells(entry));
        table.Write(shell);
    }

    private string[] Cells(AuditRecord entry) =>
    [
        Moment.Format(entry.At, shell.Clock), entry.Kind, Plain(entry.Account ?? "-"), entry.Peer ?? "-", entry.Protocol, entry.Action,
        Plain(entry.From is { } from ? $"{from} -> {entry.Subject}" : entry.Subject ?? ""), Plain(Outcome(entry)),
    ];

    private static string Outcome(AuditRecord entry)
    {
        var text = entry.Outcome;
        if (entry.Before is not null || entry.After is not null)
            text = $"{entry.Before ?? "-"} -> {entry.After ?? "-"}";
        else if (entry.Rule is { } rule)
            text = $"{text} ({rule})";
        return entry.Count > 1 ? string.Create(CultureInfo.InvariantCulture, $"{text}, {entry.Count} times") : text;
    }

    // Names come from anybody: nothing of them moves the cursor of a terminal.
    private static string Plain(string text) => string.Concat(text.Select(letter => char.IsControl(letter) ? '?' : letter));
}

/// <summary>The records of the API: one array, or a line for each (NDJSON) where the log is followed.</summary>
internal sealed class JsonLog(Shell shell) : ILogOutput
{
    private readonly AtriumJson lines = new(new JsonSerializerOptions(AtriumJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public void Write(IReadOnlyList<AuditRecord> entries, bool isFollowing)
    {
        if (!isFollowing)
        {
            JsonOutput.Write(shell, entries, json => json.IReadOnlyListAuditRecord);
            return;
        }
        foreach (var entry in entries)
            shell.Out.WriteLine(JsonSerializer.Serialize(entry, lines.AuditRecord));
    }
}

/// <summary>Comma-separated values (RFC 4180).</summary>
internal sealed class CsvLog(Shell shell) : ILogOutput
{
    private bool hasBegun;

    public void Write(IReadOnlyList<AuditRecord> entries, bool isFollowing)
    {
        if (!hasBegun)
            Line(["number", "at", "kind", "account", "peer", "protocol", "action", "subject", "from", "outcome", "detail", "rule", "before", "after", "count"]);
        hasBegun = true;
        foreach (var entry in entries)
        {
            Line(
            [
                entry.Number.ToString(CultureInfo.InvariantCulture), entry.At.UtcDateTime.ToString("O", CultureInfo.InvariantCulture), entry.Kind, entry.Account,
                entry.Peer, entry.Protocol, entry.Action, entry.Subject, entry.From, entry.Outcome, entry.Detail, entry.Rule, entry.Before, entry.After,
                entry.Count.ToString(CultureInfo.InvariantCulture),
            ]);
        }
    }

    private void Line(IEnumerable<string?> fields) => shell.Out.Write(string.Join(',', fields.Select(Quote)) + "\r\n");

    // A field that begins like a formula would be run by a spreadsheet: names come from anybody.
    private static string Quote(string? field)
    {
        if (field is not { Length: > 0 })
            return "";
        if (field[0] is '=' or '+' or '-' or '@' or '\t')
            field = "'" + field;
        return field.AsSpan().IndexOfAny(",\"\r\n") < 0 ? field : $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
