namespace Atrium.Core.Repository;

/// <summary>Changes as words, for protocols and for the journal.</summary>
public static class ChangeActionNames
{
    /// <summary>The word; null for a number that no change has.</summary>
    public static string? Find(ChangeAction action) => action switch
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
        _ => null,
    };
}
