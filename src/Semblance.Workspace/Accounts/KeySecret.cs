using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Semblance.Workspace.Accounts;

/// <summary>
/// The text that a client sends: <c>sem_PREFIX_SECRET</c>, with 12 hexadecimal digits to find the key by and 256 random bits in base64url.
/// A secret of that length cannot be guessed, so one SHA-256 is all the hashing it needs (unlike a password).
/// </summary>
public static class KeySecret
{
    private const string Brand = "sem_";
    private const int PrefixLength = 12;
    private const int SecretBytes = 32;
    private static readonly int s_length = Brand.Length + PrefixLength + 1 + Base64Url.GetEncodedLength(SecretBytes);

    /// <summary>Makes a key that nobody has.</summary>
    /// <returns>The whole text, which is shown once, and what is kept of it.</returns>
    public static (string Text, string Prefix, byte[] Hash) Draw()
    {
        string prefix = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(PrefixLength / 2));
        string text = Brand + prefix + "_" + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));
        return (text, prefix, HashOf(text));
    }

    /// <summary>The part to look a key up by; null if the text is no key of ours.</summary>
    public static string? PrefixOf(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length != s_length || !text.StartsWith(Brand, StringComparison.Ordinal) || text[Brand.Length + PrefixLength] != '_')
        {
            return null;
        }
        string prefix = text.Substring(Brand.Length, PrefixLength);
        return prefix.All(char.IsAsciiHexDigitLower) ? prefix : null;
    }

    /// <summary>Whether a text is the one that was hashed; takes the same time whichever byte differs.</summary>
    public static bool Matches(string text, byte[] hash) => CryptographicOperations.FixedTimeEquals(HashOf(text), hash);

    private static byte[] HashOf(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
