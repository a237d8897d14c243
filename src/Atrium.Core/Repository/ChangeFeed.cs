using System.Globalization;

namespace Atrium.Core.Repository;

/// <summary>What a change did. The numbers are stored.</summary>
public enum ChangeAction
{
    /// <summary>A file or folder that was not there.</summary>
    Created = 0,

    /// <summary>New content of a file.</summary>
    Replaced = 1,

    /// <summary>Bytes at the end of a file.</summary>
    Appended = 2,

    /// <summary>Another place, within the space.</summary>
    Moved = 3,

    /// <summary>No longer there.</summary>
    Deleted = 4,

    /// <summary>There again.</summary>
    Undeleted = 5,

    /// <summary>A space was made.</summary>
    SpaceAdded = 6,

    /// <summary>A setting of the space.</summary>
    SpaceChanged = 7,

    /// <summary>Only the media type, the time of modification or the properties that clients keep with it.</summary>
    Touched = 8,

    /// <summary>Who may do what with it.</summary>
    AccessChanged = 9,
}

/// <summary>A place in the change feed of one space.</summary>
/// <param name="Epoch">Of the store; another one after a restore.</param>
/// <param name="Sequence">The last sequence number that was seen.</param>
public readonly record struct ChangeCursor(string Epoch, long Sequence)
{
    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static Outcome<ChangeCursor> Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var dot = text.LastIndexOf('.');
        return dot > 0 && long.TryParse(text.AsSpan(dot + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)
            ? new ChangeCursor(text[..dot], sequence)
            : Refused.Invalid("A cursor is the text that an earlier answer gave; start without one.");
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Epoch}.{Sequence.ToString(CultureInfo.InvariantCulture)}";
}

/// <summary>One change of one node.</summary>
/// <param name="Sequence">Of the space; all changes of one unit share it.</param>
/// <param name="Ordinal">From 0, within the sequence number.</param>
/// <param name="At">Never before the change that came before it.</param>
/// <param name="Action">What was done.</param>
/// <param name="Path">Where, at that time.</param>
/// <param name="From">Where it stood before a move.</param>
/// <param name="NodeId">What was changed; 0 for the space itself.</param>
/// <param name="Kind">File or folder.</param>
/// <param name="Account">Who, as the account is called today.</param>
/// <param name="Protocol">By which protocol.</param>
public sealed record FileChange(
    long Sequence, int Ordinal, DateTimeOffset At, ChangeAction Action, NodePath Path, NodePath? From, long NodeId, NodeKind Kind,
    string? Account, string Protocol);

/// <summary>A page of the feed.</summary>
/// <param name="Changes">In order; all of a unit, or none.</param>
/// <param name="Cursor">Where to go on; also when there was nothing.</param>
public sealed record ChangePage(IReadOnlyList<FileChange> Changes, ChangeCursor Cursor);
