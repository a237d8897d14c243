using System.IO.Compression;

namespace Atrium.Core.Accounts.Passwords;

/// <summary>
/// Passwords that everybody tries first: a list of some 50,000, the most common first, and what people make of one of them when they
/// are asked for more characters. The list is read through when a password is set, which is seldom, and takes no memory in between.
/// </summary>
internal static class CommonPasswords
{
    /// <summary>More than this at an end is a secret of its own.</summary>
    private const int MaxDecoration = 4;

    /// <summary>Shorter entries of the list are in too many good passwords by chance.</summary>
    private const int MinCore = 5;

    /// <summary>Two of so many of the most common ones together are no secret either.</summary>
    private const int MostCommon = 2000;

    private const string Resource = "common-passwords.br";

    internal static bool Contains(string password)
    {
        var candidates = new HashSet<string>(StringComparer.Ordinal);
        foreach (var form in Written(password))
        {
            if (IsRun(form))
                return true;
            // What was put around it goes first: signs at the end are seldom meant as letters.
            candidates.UnionWith(Variations(form).SelectMany(Meanings));
        }
        return IsListed(candidates, [.. Forms(password).SelectMany(Halves)]);
    }

    /// <summary>In lower case, also without spaces, and with the letters that are meant by other signs.</summary>
    internal static IEnumerable<string> Forms(string password) => Written(password).SelectMany(Meanings).Distinct(StringComparer.Ordinal);

    private static string[] Written(string password)
    {
        var lower = password.ToLowerInvariant();
        return [lower, string.Concat(lower.Where(c => !char.IsWhiteSpace(c) && c is not ('-' or '_' or '.')))];
    }

    private static string[] Meanings(string text) => [text, Meant(text, 'i'), Meant(text, 'l')];

    // What other signs are written for; a one is an i or an l.
    private static string Meant(string text, char one) => string.Concat(text.Select(c => c switch
    {
        '0' => 'o',
        '1' or '!' => one,
        '3' => 'e',
        '4' or '@' => 'a',
        '5' or '$' => 's',
        '7' or '+' => 't',
        '8' => 'b',
        '9' => 'g',
        '|' => 'l',
        _ => c,
    }));

    private static IEnumerable<string> Variations(string form)
    {
        yield return form;
        yield return string.Concat(form.Reverse());
        for (var front = 0; front <= MaxDecoration; front++)
        {
            if (front > 0 && (front > form.Length || char.IsLetter(form[front - 1])))
                break;
            for (var back = 0; front + back <= MaxDecoration && form.Length - front - back >= MinCore; back++)
            {
                if (back > 0 && char.IsLetter(form[^back]))
                    break;
                yield return form[front..^back];
            }
        }
        for (var length = MinCore; length <= form.Length / 2; length++)
        {
            if (IsRepeated(form, length))
                yield return form[..length];
        }
    }

    /// <summary>One sign, a few signs again and again, or signs that follow each other.</summary>
    private static bool IsRun(string form)
    {
        for (var length = 1; length < MinCore; length++)
        {
            if (IsRepeated(form, length))
                return true;
        }
        return IsSequence(form, 1) || IsSequence(form, -1);
    }

    private static bool IsRepeated(string form, int length)
    {
        for (var i = length; i < form.Length; i++)
        {
            if (form[i] != form[i - length])
                return false;
        }
        return form.Length >= 2 * length;
    }

    private static bool IsSequence(string form, int step)
    {
        for (var i = 1; i < form.Length; i++)
        {
            var isNext = form[i] == form[i - 1] + step || (form[i - 1], form[i]) is ('9', '0') or ('0', '9') or ('z', 'a') or ('a', 'z');
            if (!isNext)
                return false;
        }
        return true;
    }

    private static IEnumerable<(string First, string Second)> Halves(string form)
        => Enumerable.Range(1, Math.Max(0, form.Length - 1)).Select(i => (form[..i], form[i..]));

    private static bool IsListed(HashSet<string> candidates, (string First, string Second)[] halves)
    {
        var pieces = halves.SelectMany(half => new[] { half.First, half.Second }).ToHashSet(StringComparer.Ordinal);
        var found = new HashSet<string>(StringComparer.Ordinal);
        using var list = new StreamReader(new BrotliStream(
            typeof(CommonPasswords).Assembly.GetManifestResourceStream(Resource) ?? throw new InvalidOperationException($"The resource {Resource} is missing."),
            CompressionMode.Decompress));
        for (var rank = 0; list.ReadLine() is { } common; rank++)
        {
            if (candidates.Contains(common))
                return true;
            if (rank < MostCommon && pieces.Contains(common))
                found.Add(common);
        }
        return halves.Any(half => found.Contains(half.First) && found.Contains(half.Second));
    }
}
