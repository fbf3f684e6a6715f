using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Semblance.Server.Hosting;

/// <summary>The certificate for https addresses.</summary>
internal static class Certificates
{
    /// <summary>Loads it, with the intermediate certificates behind it in its file; null if no address needs one.</summary>
    /// <exception cref="SettingsException">An address needs one, and there is none that can be used.</exception>
    public static ServerCertificate? Of(ServerSettings settings)
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
            var chain = new X509Certificate2Collection();
            chain.ImportFromPemFile(settings.Certificate);
            X509Certificate2 certificate = X509Certificate2.CreateFromPemFile(settings.Certificate, settings.CertificateKey);
            // Windows serves no key that lives in memory alone.
            return new ServerCertificate(OperatingSystem.IsWindows() ? X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null) : certificate, chain);
        }
        catch (Exception exception) when (exception is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new SettingsException($"The certificate '{settings.Certificate}' with the key '{settings.CertificateKey}' cannot be used: {exception.Message}", exception);
        }
    }
}

/// <summary>A certificate with its key, and the certificates that lead from it to one that clients know.</summary>
internal sealed record ServerCertificate(X509Certificate2 Certificate, X509Certificate2Collection Chain);
