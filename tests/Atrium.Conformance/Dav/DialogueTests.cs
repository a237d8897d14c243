using System.Text;
using System.Text.RegularExpressions;
using Atrium.Conformance.Http;

namespace Atrium.Conformance.Dav;

/// <summary>
/// What clients that do not run here say, in their order and with their fields, replayed on one connection. In the files a request ends
/// with a line <c>=&gt; STATUS</c>; <c>=~</c> is what the answer must match, <c>=!</c> what it must not, <c>=$ NAME</c> keeps a group of it.
/// </summary>
[Collection(DavCollection.Name)]
public sealed class DialogueTests(DavServer server)
{
    [Theory]
    [InlineData("explorer.txt")]
    [InlineData("finder.txt")]
    [InlineData("gvfs.txt")]
    [InlineData("davfs2.txt")]
    [InlineData("office.txt")]
    public async Task Dialogue_OfAClient_GoesAsItExpects(string name)
    {
        var kept = new Dictionary<string, string> { ["folder"] = await server.FolderAsync(), ["url"] = server.Url };
        var wire = await Wire.ConnectTlsAsync(server.Process);
        try
        {
            foreach (var step in await ReadAsync(name))
            {
                if (await PlayAsync(wire, step, kept, name) != "close")
                    continue;
                await wire.DisposeAsync();
                wire = await Wire.ConnectTlsAsync(server.Process);
            }
        }
        finally
        {
            await wire.DisposeAsync();
        }
    }

    /// <summary>One request; what the answer says of the connection.</summary>
    private async Task<string?> PlayAsync(Wire wire, Step step, Dictionary<string, string> kept, string name)
    {
        string Fill(string text) => kept.Aggregate(text, (filled, pair) => filled.Replace($"{{{pair.Key}}}", pair.Value, StringComparison.Ordinal));
        var (head, body) = (Fill(step.Head), Encoding.UTF8.GetBytes(Fill(step.Body)));
        var isChunked = head.Contains("Transfer-Encoding: chunked", StringComparison.OrdinalIgnoreCase);
        var fields = head.Split('\n')[1..].ToList();
        fields.Add(Ask.SignIn("admin", AtriumProgram.Password));
        if (!isChunked && (body.Length > 0 || head.StartsWith("PUT", StringComparison.Ordinal)))
            fields.Add($"Content-Length: {body.Length}");
        await wire.SendAsync(Encoding.UTF8.GetBytes(server.Head(head.Split('\n')[0], [.. fields])));
        if (isChunked)
            await wire.SendAsync([.. body.Length == 0 ? [] : Encoding.ASCII.GetBytes($"{body.Length:x}\r\n"), .. body, .. Encoding.ASCII.GetBytes(body.Length == 0 ? "0\r\n\r\n" : "\r\n0\r\n\r\n")]);
        else
            await wire.SendAsync(body);
        var answer = await wire.AnswerAsync(head.StartsWith("HEAD", StringComparison.Ordinal) ? BodyRule.None : BodyRule.AsFramed);
        var text = $"{answer.StatusLine}\n{string.Join('\n', answer.Fields.Select(field => $"{field.Name}: {field.Value}"))}\n\n{answer.Text}";
        Assert.True(answer.Status == step.Status, $"{name}: {head}\n{Encoding.UTF8.GetString(body)}\n\nexpected {step.Status}:\n{text}");
        foreach (var (kind, pattern) in step.Checks)
        {
            var match = Regex.Match(text, Fill(pattern), RegexOptions.Singleline | RegexOptions.IgnoreCase);
            Assert.True(match.Success == (kind != "!"), $"{name}: {head}\n{pattern}\n\n{text}");
            if (kind[0] == '$')
                kept[kind[1..]] = match.Groups[1].Value;
        }
        return answer["Connection"];
    }

    private static async Task<List<Step>> ReadAsync(string name)
    {
        using var reader = new StreamReader(typeof(DialogueTests).Assembly.GetManifestResourceStream(name)!);
        var steps = new List<Step>();
        Step? step = null;
        var (head, body, isBody) = (new List<string>(), new List<string>(), false);
        foreach (var line in (await reader.ReadToEndAsync(TestRun.Cancelled)).Split('\n'))
        {
            if (line.StartsWith("=> ", StringComparison.Ordinal))
            {
                step = new Step(string.Join('\n', head), string.Join('\n', body), int.Parse(line[3..]), []);
                steps.Add(step);
                (head, body, isBody) = ([], [], false);
            }
            else if (line.StartsWith("=~ ", StringComparison.Ordinal) || line.StartsWith("=! ", StringComparison.Ordinal))
                step!.Checks.Add((line[1..2], line[3..]));
            else if (line.StartsWith("=$ ", StringComparison.Ordinal))
                step!.Checks.Add(("$" + line[3..].Split(' ')[0], line[(line.IndexOf(' ', 3) + 1)..]));
            else if (line.Length == 0)
                isBody = head.Count > 0;
            else if (!line.StartsWith('#'))
                (isBody ? body : head).Add(line);
        }
        return steps;
    }

    private sealed record Step(string Head, string Body, int Status, List<(string Kind, string Pattern)> Checks);
}
