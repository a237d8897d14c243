using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Atrium.Transfer;

/// <summary>The result of an import or export, for <c>--json</c>.</summary>
/// <param name="Complete">False when it was interrupted.</param>
/// <param name="Files">Transferred.</param>
/// <param name="Bytes">Transferred.</param>
/// <param name="Same">There already, with the same size and time of modification.</param>
/// <param name="Folders">Made without a file in them.</param>
/// <param name="Problems">What was left out.</param>
internal sealed record TransferReport(bool Complete, long Files, long Bytes, long Same, long Folders, IReadOnlyCollection<TransferProblem> Problems)
{
    internal string ToJson() => JsonSerializer.Serialize(this, Readable.TransferReport);

    private static TransferJson Readable { get; } = new(new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}

[JsonSerializable(typeof(TransferReport))]
internal sealed partial class TransferJson : JsonSerializerContext;
