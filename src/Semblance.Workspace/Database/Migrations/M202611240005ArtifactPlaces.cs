using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Semblance.Workspace.Database.Migrations;

/// <summary>Where the artifacts are.</summary>
[DbContext(typeof(WorkspaceContext))]
[Migration("202611240005_ArtifactPlaces")]
internal sealed class M202611240005ArtifactPlaces : Migration
{
    /// <inheritdoc/>
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.CreateTable(
        "artifact_places",
        table => new
        {
            id = table.Column<Guid>(nullable: false),
            created_at = table.Column<long>(nullable: false),
        },
        constraints: table => table.PrimaryKey("pk_artifact_places", row => row.id));
}
