using System.Text;

namespace Atrium.Core.Journal;

/// <summary>Refusals as words, which are what is stored: their numbers may change.</summary>
internal static class RefusalWords
{
    private static readonly string[] Words = [.. Enum.GetNames<Refusal>().Select(ToWord)];

    internal static string Format(Refusal refusal) => Words[(int)refusal];

    private static string ToWord(string name)
    {
        var word = new StringBuilder();
        foreach (var letter in name)
        {
            if (char.IsUpper(letter) && word.Length > 0)
                word.Append('-');
            word.Append(char.ToLowerInvariant(letter));
        }
        return word.ToString();
    }
}
