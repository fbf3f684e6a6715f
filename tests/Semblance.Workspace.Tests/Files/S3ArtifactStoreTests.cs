using System.Security.Cryptography;
using Semblance.Data;
using Semblance.Numerics;
using Semblance.Workspace.Artifacts;
using Semblance.Workspace.Jobs;
using Semblance.Workspace.Models;
using Semblance.Workspace.Queue;
using Semblance.Workspace.Tests.Database;
using Semblance.Workspace.Tests.Jobs;
using Shouldly;
using Xunit;

namespace Semblance.Workspace.Tests.Files;

public sealed class S3ArtifactStoreTests
{
    [Fact]
    public async Task Files_of_any_size_come_back_as_they_were_put_and_go_when_they_are_deleted()
    {
        await using S3Server server = await S3Server.StartAsync();
        using var store = new S3ArtifactStore(server.Settings);
        var ids = new List<Guid>();
        // Nothing, less than a piece, exactly one, and three of which the last is short.
        foreach (int length in new[] { 0, 10, server.Settings.PieceBytes, (2 * server.Settings.PieceBytes) + 12_345 })
        {
            byte[] bytes = Bytes(length);
            Artifact artifact = await store.PutAsync(async (stream, cancellation) =>
            {
                stream.Write(bytes.AsSpan(0, length / 3));
                await stream.FlushAsync(cancellation);
                await stream.WriteAsync(bytes.AsMemory(length / 3), cancellation);
            });
            artifact.Length.ShouldBe(length);
            artifact.Sha256.ShouldBe(Convert.ToHexStringLower(SHA256.HashData(bytes)));
            await using Stream back = (await store.OpenAsync(artifact.Id))!;
            var copy = new MemoryStream();
            await back.CopyToAsync(copy);
            copy.ToArray().AsSpan().SequenceEqual(bytes).ShouldBeTrue($"{length} bytes");
            ids.Add(artifact.Id);
        }
        (await ListAsync(store, TimeSpan.FromDays(1))).ShouldBe(ids, ignoreOrder: true);
        (await ListAsync(store, -TimeSpan.FromDays(1))).ShouldBeEmpty();
        foreach (Guid id in ids)
        {
            await store.DeleteAsync(id);
            await store.DeleteAsync(id);
            (await store.OpenAsync(id)).ShouldBeNull();
        }
    }

    [Fact]
    public async Task A_writer_that_fails_leaves_nothing()
    {
        await using S3Server server = await S3Server.StartAsync();
        using var store = new S3ArtifactStore(server.Settings);
        byte[] bytes = Bytes(server.Settings.PieceBytes + 1);
        foreach (int length in new[] { 10, bytes.Length })
        {
            (await Should.ThrowAsync<TableException>(() => store.PutAsync((stream, _) =>
            {
                stream.Write(bytes.AsSpan(0, length));
                throw new TableException("No more.");
            }))).Message.ShouldBe("No more.");
        }
        (await ListAsync(store, TimeSpan.FromDays(1))).ShouldBeEmpty();
    }

    [Fact]
    public async Task Jobs_keep_their_files_there()
    {
        await using S3Server server = await S3Server.StartAsync();
        await using TestWorkspace test = await TestWorkspace.CreateAsync(TestDatabase.Sqlite, new JobSettings { AtOnce = 2, SplitRows = 300, CheckpointInterval = TimeSpan.Zero }, server.Settings);
        TestAccount alice = await test.AddAccountAsync("alice");
        await using JobNode node = await test.StartNodeAsync();
        SynthModel model = await test.TrainedAsync(alice, "tvae", """{"epochs": 4, "batch_size": 50, "embedding_dim": 8, "compress_dims": [16], "decompress_dims": [16]}""");
        Job job = await test.EndOfAsync(alice, (await test.GenerateAsync(alice, model.Id, 1_000)).Id);
        job.Status.ShouldBe(JobStatus.Completed, job.Error);
        (await test.OutputAsync(alice, job)).Count(one => one == '\n').ShouldBe(1_001);
        // A node removes what is left of a job after it has written down that the job is done.
        await node.DisposeAsync();
        (await ListAsync(test.Home.Artifacts, TimeSpan.FromDays(1))).Length.ShouldBe(3, "the dataset, the model and the rows: no checkpoint and no part is left");
    }

    [Theory]
    [InlineData("s3://bucket", "bucket", "")]
    [InlineData("s3://bucket/", "bucket", "")]
    [InlineData("S3://bucket/some/place", "bucket", "some/place/")]
    [InlineData("s3://bucket/some/place/", "bucket", "some/place/")]
    [InlineData("s3://", null, null)]
    [InlineData("s3:///place", null, null)]
    [InlineData("/var/artifacts", null, null)]
    public void Addresses_name_a_bucket_and_a_prefix(string address, string? bucket, string? prefix)
    {
        S3Settings? settings = S3Settings.Parse(address);
        settings?.Bucket.ShouldBe(bucket);
        settings?.Prefix.ShouldBe(prefix);
        (settings is null).ShouldBe(bucket is null);
    }

    private static byte[] Bytes(int length)
    {
        var bytes = new byte[length];
        RandomSequence random = new Philox(1).At(1, 0);
        for (int i = 0; i < length; i++)
        {
            bytes[i] = (byte)random.NextUInt64();
        }
        return bytes;
    }

    /// <summary>What was there so long from now.</summary>
    private static async Task<Guid[]> ListAsync(IArtifactStore store, TimeSpan fromNow)
    {
        var ids = new List<Guid>();
        await foreach (Guid id in store.ListAsync(DateTimeOffset.UtcNow + fromNow))
        {
            ids.Add(id);
        }
        return [.. ids];
    }
}
