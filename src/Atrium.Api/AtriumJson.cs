using System.Text.Json;
using System.Text.Json.Serialization;

namespace Atrium.Api;

/// <summary>The one description of the API's JSON: generated, so that neither side pays reflection at its start.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.Never,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ListingRecord))]
[JsonSerializable(typeof(StoredRecord))]
[JsonSerializable(typeof(VersionsRecord))]
[JsonSerializable(typeof(TransferRequest))]
[JsonSerializable(typeof(UndeleteRequest))]
[JsonSerializable(typeof(ChangesRecord))]
[JsonSerializable(typeof(SpaceRecord))]
[JsonSerializable(typeof(SpaceRequest))]
[JsonSerializable(typeof(AccountRecord))]
[JsonSerializable(typeof(AccountRequest))]
[JsonSerializable(typeof(PageRecord<SpaceRecord>))]
[JsonSerializable(typeof(PageRecord<AccountRecord>))]
[JsonSerializable(typeof(IReadOnlyList<FileRecord>))]
[JsonSerializable(typeof(IReadOnlyList<StoredRecord>))]
[JsonSerializable(typeof(IReadOnlyList<VersionRecord>))]
[JsonSerializable(typeof(IReadOnlyList<SpaceRecord>))]
[JsonSerializable(typeof(IReadOnlyList<AccountRecord>))]
[JsonSerializable(typeof(IReadOnlyList<CheckProblemRecord>))]
[JsonSerializable(typeof(StatusRecord))]
[JsonSerializable(typeof(CheckRequest))]
[JsonSerializable(typeof(CheckLineRecord))]
[JsonSerializable(typeof(ProblemRecord))]
public sealed partial class AtriumJson : JsonSerializerContext;
