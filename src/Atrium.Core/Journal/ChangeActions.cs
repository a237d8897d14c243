using Atrium.Core.Repository;

namespace Atrium.Core.Journal;

/// <summary>Changes as words of the journal, which is read also where somebody has damaged it.</summary>
internal static class ChangeActions
{
    internal static string Format(ChangeAction action) => ChangeActionNames.Find(action) ?? "changed";
}
