namespace Semblance.Workspace.Artifacts;

/// <summary>Where artifacts are in S3, or in a store that speaks its protocol.</summary>
public sealed record S3Settings
{
    /// <summary>The bucket, which must exist.</summary>
    public required string Bucket { get; init; }

    /// <summary>What the keys of all artifacts begin with, such as "semblance/". The default value is empty.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>The address of the store; null for Amazon's own. The default value is null.</summary>
    public Uri? Url { get; init; }

    /// <summary>The region. The default value is "us-east-1".</summary>
    public string Region { get; init; } = "us-east-1";

    /// <summary>The id of the access key; null for what the environment says, as Amazon's tools read it. The default value is null.</summary>
    public string? AccessKey { get; init; }

    /// <summary>The secret of the access key; null together with <see cref="AccessKey"/>.</summary>
    public string? SecretKey { get; init; }

    /// <summary>The bytes of a piece of a large artifact; S3 takes no less than 5 MB and no more than 10,000 pieces. The default value is 16 MB.</summary>
    public int PieceBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>Reads "s3://bucket/prefix".</summary>
    /// <returns>Null if it is none.</returns>
    public static S3Settings? Parse(string address)
    {
        const string Scheme = "s3://";
        ArgumentNullException.ThrowIfNull(address);
        if (!address.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }
        string[] parts = address[Scheme.Length..].Split('/', 2);
        string prefix = parts.Length > 1 ? parts[1].Trim('/') : "";
        return parts[0].Length == 0 ? null : new S3Settings { Bucket = parts[0], Prefix = prefix.Length == 0 ? "" : prefix + "/" };
    }

    /// <summary>Without the secret.</summary>
    public override string ToString() => $"s3://{Bucket}/{Prefix}";
}
