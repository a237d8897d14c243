using Atrium.Core.Repository;

namespace Atrium.Core.Journal;

/// <summary>Changes as words of the journal.</summary>
internal static class ChangeActions
{
    internal static string Format(ChangeAction action) => action switch
    {
        ChangeAction.Created => "created",
        ChangeAction.Replaced => "replaced",
        ChangeAction.Appended => "appended",
        ChangeAction.Moved => "moved",
        ChangeAction.Deleted => "deleted",
        ChangeAction.Undeleted => "undeleted",
        ChangeAction.SpaceAdded => "space-added",
        ChangeAction.SpaceChanged => "space-changed",
        ChangeAction.Touched => "touched",
        ChangeAction.AccessChanged => "access-changed",
        _ => "changed",
    };
}
