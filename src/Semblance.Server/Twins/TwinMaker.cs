using Semblance.Data;
using Semblance.Models;
using Semblance.Server.Errors;
using Semblance.Server.Uploads;
using Semblance.Workspace;
using Semblance.Workspace.Datasets;
using Semblance.Workspace.Files;
using Semblance.Workspace.Twins;

namespace Semblance.Server.Twins;

/// <summary>Reads an upload, learns it and writes its twin beside it. Runs to its end on the calling thread and those of its workers.</summary>
internal static class TwinMaker
{
    /// <summary>Makes the twin.</summary>
    /// <exception cref="ApiException">422 or 500, as documented; 400 for conditions that cannot be met.</exception>
    public static MadeTwin Make(GenerateRequest request, Upload upload, SpoolFolder folder, CancellationToken cancellation)
    {
        TableDocument document = Read(upload, cancellation);
        ulong seed = request.Seed ?? Seeds.Draw();
        try
        {
            var options = new TwinOptions { Family = request.Family, Seed = seed, Conditions = request.Conditions, MeasureTrends = true };
            var twin = Twin.Fit(document.Table, options, cancellation: cancellation);
            IEnumerable<Table> rows = Rows(twin, request, cancellation);
            string path = folder.File(upload.Format == TableFormat.Parquet ? "twin.parquet" : "twin.csv");
            Write(path, upload.Format, twin, rows, document.Layout, cancellation);
            return new MadeTwin
            {
                Path = path,
                Format = upload.Format,
                Seed = seed,
                Figures = twin.Figures(cancellation),
                TrendError = twin.TrendError(cancellation),
                PrivacyShare = request.Privacy ? TwinMeasures.PrivacyShare(document.Table, options, cancellation) : null,
            };
        }
        catch (TableException exception)
        {
            throw TwinErrors.SynthesisFailed(exception.Message, "Try fewer rows, another algorithm, or clean the data.", exception);
        }
        catch (OutOfMemoryException exception)
        {
            throw TwinErrors.SynthesisFailed("there is not enough memory for this table", "Send fewer rows or columns.", exception);
        }
        catch (Exception exception) when (IsFault(exception))
        {
            throw TwinErrors.SynthesisFailed("the algorithm met a fault of its own", "Try another algorithm, and tell the operator of this server, whose log has more.", exception);
        }
    }

    private static TableDocument Read(Upload upload, CancellationToken cancellation)
    {
        try
        {
            TableDocument document = UploadedTable.Read(upload.Path, upload.Format, cancellation);
            RequireEnough(document.Table);
            return document;
        }
        catch (TableException exception)
        {
            throw TwinErrors.Unparsable(exception.Message, exception);
        }
        catch (OutOfMemoryException exception)
        {
            throw TwinErrors.Unparsable("there is not enough memory for this table", exception);
        }
        catch (Exception exception) when (IsFault(exception))
        {
            throw TwinErrors.Unparsable("the reader met a fault of its own; the operator's log has more", exception);
        }
    }

    /// <summary>Whether an exception is one that nobody has foreseen.</summary>
    private static bool IsFault(Exception exception) => exception is not (ApiException or OperationCanceledException);

    private static void RequireEnough(Table table)
    {
        if (!Synthesizers.HasEnough(table))
        {
            throw TwinErrors.TooSmall($"This table has {table.RowCount} rows and {table.Columns.Count} columns.");
        }
    }

    private static IEnumerable<Table> Rows(Twin twin, GenerateRequest request, CancellationToken cancellation)
    {
        try
        {
            return twin.Rows(request.Rows, cancellation: cancellation);
        }
        catch (TableException exception) when (request.Conditions.Count > 0)
        {
            throw TwinErrors.ConditionsNotMet(exception.Message, exception);
        }
    }

    private static void Write(string path, TableFormat format, Twin twin, IEnumerable<Table> rows, FileLayout layout, CancellationToken cancellation)
    {
        try
        {
            using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1 << 16);
            TableFiles.Write(file, format, twin.Schema, rows, layout, ct: cancellation);
        }
        catch (IOException exception)
        {
            throw TwinErrors.NotSerialized("the answer cannot be kept on the server's disk", exception);
        }
    }
}
