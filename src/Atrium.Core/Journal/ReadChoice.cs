using Atrium.Core.Settings;

namespace Atrium.Core.Journal;

/// <summary>Which reads are told: looked up once after each change of the settings, since it is asked with every request.</summary>
internal sealed class ReadChoice(SettingBook settings)
{
    internal const string Files = "files", Sites = "sites";

    private Known? known;

    internal bool Includes(string word)
    {
        var change = settings.NextChange;
        if (Volatile.Read(ref known) is not { } now || now.Change != change)
            Volatile.Write(ref known, now = new Known(settings.Get(JournalSettings.Reads), change));
        return now.Words.Contains(word);
    }

    private sealed record Known(IReadOnlyList<string> Words, CancellationToken Change);
}
