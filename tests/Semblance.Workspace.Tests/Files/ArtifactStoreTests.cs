using System.Security.Cryptography;
using Semblance.Cli.Tests;
using Semblance.Workspace.Artifacts;
using Shouldly;
using Xunit;

namespace Semblance.Workspace.Tests.Files;

public sealed class ArtifactStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_is_put_is_read_back_until_it_is_deleted()
    {
        var store = new FolderArtifactStore(_folder["artifacts"]);
        byte[] bytes = [.. Enumerable.Range(0, 200_000).Select(i => (byte)(i * 31))];
        Artifact artifact = await store.PutAsync(async (stream, cancellation) =>
        {
            stream.Write(bytes.AsSpan(0, 1_000));
            await stream.WriteAsync(bytes.AsMemory(1_000), cancellation);
        });
        (artifact.Length, artifact.Sha256).ShouldBe((bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes))));
        await using (Stream reading = (await store.OpenAsync(artifact.Id)).ShouldNotBeNull())
        {
            await store.DeleteAsync(artifact.Id);
            using var read = new MemoryStream();
            await reading.CopyToAsync(read);
            read.ToArray().ShouldBe(bytes, "who reads it reads it to its end");
        }
        (await store.OpenAsync(artifact.Id)).ShouldBeNull();
        await store.DeleteAsync(artifact.Id);
        await store.DeleteAsync(Guid.NewGuid());
    }

    [Fact]
    public async Task A_writer_that_fails_leaves_nothing()
    {
        var store = new FolderArtifactStore(_folder["artifacts"]);
        await Should.ThrowAsync<IOException>(() => store.PutAsync((stream, _) =>
        {
            stream.Write("half"u8);
            throw new IOException("The disk is full.");
        }));
        Directory.GetFiles(_folder["artifacts"], "*", SearchOption.AllDirectories).ShouldBeEmpty();
    }
}
