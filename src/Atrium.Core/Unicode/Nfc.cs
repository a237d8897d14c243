using System.Text;

namespace Atrium.Core.Unicode;

/// <summary>Normalization Form C (UAX #15): one spelling for each text, so that a name made on one system is found from another.</summary>
internal static class Nfc
{
    // Nothing below the first combining mark ever changes: names in most of Europe end here.
    private const char FirstMark = '\u0300';

    // Hangul syllables are composed by arithmetic (The Unicode Standard, 3.12).
    private const int SBase = 0xAC00, LBase = 0x1100, VBase = 0x1161, TBase = 0x11A7;
    private const int LCount = 19, VCount = 21, TCount = 28, SCount = LCount * VCount * TCount;

    /// <summary>The text in NFC; the text itself when it is that already.</summary>
    /// <param name="text">Valid UTF-16.</param>
    internal static string Normalize(string text)
    {
        if (IsStable(text))
            return text;
        var codes = new List<int>(text.Length + 8);
        foreach (var rune in text.EnumerateRunes())
            Decompose(rune.Value, codes);
        Order(codes);
        Compose(codes);
        var normal = new StringBuilder(text.Length);
        Span<char> characters = stackalloc char[2];
        foreach (var code in codes)
            normal.Append(characters[..new Rune(code).EncodeToUtf16(characters)]);
        return normal.ToString();
    }

    private static bool IsStable(string text)
    {
        if (!text.AsSpan().ContainsAnyExceptInRange('\0', (char)(FirstMark - 1)))
            return true;
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value >= FirstMark && (CanonicalData.Instance.IsUnstable(rune.Value) || IsVowelOrTail(rune.Value)))
                return false;
        }
        return true;
    }

    private static bool IsVowelOrTail(int code) => code is (>= VBase and < VBase + VCount) or (> TBase and < TBase + TCount);

    private static void Decompose(int code, List<int> codes)
    {
        var syllable = code - SBase;
        if (syllable is >= 0 and < SCount)
        {
            codes.Add(LBase + syllable / (VCount * TCount));
            codes.Add(VBase + syllable % (VCount * TCount) / TCount);
            if (syllable % TCount is var tail and > 0)
                codes.Add(TBase + tail);
        }
        else if (CanonicalData.Instance.Decompose(code) is { } mapping)
        {
            foreach (var part in mapping)
                Decompose(part, codes);
        }
        else
        {
            codes.Add(code);
        }
    }

    /// <summary>The Canonical Ordering Algorithm: marks in the order of their classes, those of one class as they came.</summary>
    private static void Order(List<int> codes)
    {
        for (var i = 1; i < codes.Count; i++)
        {
            var code = codes[i];
            var combining = CanonicalData.Instance.ClassOf(code);
            var place = i;
            for (; combining != 0 && place > 0 && CanonicalData.Instance.ClassOf(codes[place - 1]) > combining; place--)
                codes[place] = codes[place - 1];
            codes[place] = code;
        }
    }

    /// <summary>The Canonical Composition Algorithm, in place.</summary>
    private static void Compose(List<int> codes)
    {
        var starter = -1;
        var kept = 0;
        byte last = 0; // the class of what was kept last since the starter
        for (var i = 0; i < codes.Count; i++)
        {
            var code = codes[i];
            var combining = CanonicalData.Instance.ClassOf(code);
            // Something of the same or a higher class stands between the two.
            var isBlocked = starter >= 0 && kept - 1 > starter && last >= combining;
            if (starter >= 0 && !isBlocked && Pair(codes[starter], code) is { } composite)
            {
                codes[starter] = composite;
                continue;
            }
            if (combining == 0)
                starter = kept;
            last = combining;
            codes[kept++] = code;
        }
        codes.RemoveRange(kept, codes.Count - kept);
    }

    private static int? Pair(int first, int second)
    {
        if (first - LBase is >= 0 and < LCount && second - VBase is >= 0 and < VCount)
            return SBase + ((first - LBase) * VCount + (second - VBase)) * TCount;
        if (first - SBase is >= 0 and < SCount && (first - SBase) % TCount == 0 && second - TBase is > 0 and < TCount)
            return first + (second - TBase);
        return CanonicalData.Instance.Compose(first, second);
    }
}
