using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Semblance.Server.Hosting;

/// <summary>The certificate for https addresses.</summary>
internal static class Certificates
{
    /// <summary>Loads it; null if no address needs one.</summary>
    /// <exception cref="SettingsException">An address needs one, and there is none that can be used.</exception>
    public static X509Certificate2? Of(ServerSettings settings)
    {
        string? secure = Array.Find(settings.Urls.Split(';', StringSplitOptions.TrimEntries), url => url.StartsWith("https:", StringComparison.OrdinalIgnoreCase));
        if (secure is null)
        {
            return null;
        }
        if (settings.Certificate is null || settings.CertificateKey is null)
        {
            throw new SettingsException($"{secure} needs a certificate: name its PEM file and that of its private key with --certificate and --certificate-key.");
        }
        try
        {
            return X509Certificate2.CreateFromPemFile(settings.Certificate, settings.CertificateKey);
        }
        catch (Exception exception) when (exception is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new SettingsException($"The certificate '{settings.Certificate}' with the key '{settings.CertificateKey}' cannot be used: {exception.Message}", exception);
        }
    }
}
