using Spectre.Console;

namespace Atrium.CommandLine;

/// <summary>Rows for a person: with lines on a terminal, otherwise plain columns that no width cuts off.</summary>
internal sealed class Table(params Column[] columns)
{
    private readonly List<string[]> rows = [];

    /// <summary>One cell for each column.</summary>
    internal void Add(params string[] cells)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(cells.Length, columns.Length);
        rows.Add(cells);
    }

    internal void Write(Shell shell)
    {
        if (shell.OutIsTerminal)
            shell.Terminal.Value.Write(ToLined());
        else
            WritePlain(shell.Out);
    }

    /// <summary>For a display that is drawn again and again.</summary>
    internal Spectre.Console.Rendering.IRenderable ToLined()
    {
        var table = new Spectre.Console.Table { Border = TableBorder.Rounded };
        foreach (var column in columns)
        {
            table.AddColumn(
                new TableColumn(new Text(column.Title, new Style(decoration: Decoration.Bold)))
                {
                    Alignment = column.IsNumber ? Justify.Right : Justify.Left,
                    NoWrap = column.IsNumber,
                });
        }
        foreach (var row in rows)
            table.AddRow(row.Select(cell => new Text(cell)));
        return table;
    }

    private void WritePlain(TextWriter output)
    {
        var widths = columns.Select((column, i) => rows.Select(row => row[i].Length).Append(column.Title.Length).Max()).ToArray();
        foreach (var row in rows.Prepend([.. columns.Select(column => column.Title)]))
        {
            var cells = row.Select((cell, i) => columns[i].IsNumber ? cell.PadLeft(widths[i]) : cell.PadRight(widths[i]));
            output.WriteLine(string.Join("  ", cells).TrimEnd());
        }
    }
}

/// <summary>One column.</summary>
/// <param name="Title">In its first row.</param>
/// <param name="IsNumber">Its digits stand below each other.</param>
internal sealed record Column(string Title, bool IsNumber = false)
{
    public static implicit operator Column(string title) => new(title);
}
