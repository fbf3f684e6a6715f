using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Semblance.Workspace.Database.Migrations;

/// <summary>Projects, datasets with their versions, and the records of artifacts.</summary>
[DbContext(typeof(WorkspaceContext))]
[Migration("202611240002_Datasets")]
internal sealed class M202611240002Datasets : Migration
{
    /// <inheritdoc/>
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "projects",
            table => new
            {
                id = table.Column<Guid>(nullable: false),
                account_id = table.Column<Guid>(nullable: false),
                name = table.Column<string>(maxLength: 200, nullable: false),
                description = table.Column<string>(maxLength: 2000, nullable: false),
                created_at = table.Column<long>(nullable: false),
                updated_at = table.Column<long>(nullable: false),
            },
            constraints: table =>
            {
                table.PrimaryKey("pk_projects", row => row.id);
                table.ForeignKey("fk_projects_account_id", row => row.account_id, "accounts", "id", onDelete: ReferentialAction.Restrict);
            });
        migrationBuilder.CreateIndex("ix_projects_account_id_created_at_id", "projects", ["account_id", "created_at", "id"]);

        migrationBuilder.CreateTable(
            "artifacts",
            table => new
            {
                id = table.Column<Guid>(nullable: false),
                account_id = table.Column<Guid>(nullable: false),
                kind = table.Column<int>(nullable: false),
                file_name = table.Column<string>(maxLength: 260, nullable: false),
                content_type = table.Column<string>(maxLength: 100, nullable: false),
                length = table.Column<long>(nullable: false),
                sha256 = table.Column<string>(maxLength: 64, nullable: false),
                created_at = table.Column<long>(nullable: false),
            },
            constraints: table =>
            {
                table.PrimaryKey("pk_artifacts", row => row.id);
                table.ForeignKey("fk_artifacts_account_id", row => row.account_id, "accounts", "id", onDelete: ReferentialAction.Restrict);
            });
        migrationBuilder.CreateIndex("ix_artifacts_account_id", "artifacts", "account_id");

        migrationBuilder.CreateTable(
            "datasets",
            table => new
            {
                id = table.Column<Guid>(nullable: false),
                account_id = table.Column<Guid>(nullable: false),
                project_id = table.Column<Guid>(nullable: false),
                name = table.Column<string>(maxLength: 200, nullable: false),
                description = table.Column<string>(maxLength: 2000, nullable: false),
                created_at = table.Column<long>(nullable: false),
            },
            constraints: table =>
            {
                table.PrimaryKey("pk_datasets", row => row.id);
                table.ForeignKey("fk_datasets_account_id", row => row.account_id, "accounts", "id", onDelete: ReferentialAction.Restrict);
                table.ForeignKey("fk_datasets_project_id", row => row.project_id, "projects", "id", onDelete: ReferentialAction.Cascade);
            });
        migrationBuilder.CreateIndex("ix_datasets_account_id_created_at_id", "datasets", ["account_id", "created_at", "id"]);
        migrationBuilder.CreateIndex("ix_datasets_project_id_name", "datasets", ["project_id", "name"], unique: true);

        migrationBuilder.CreateTable(
            "dataset_versions",
            table => new
            {
                id = table.Column<Guid>(nullable: false),
                account_id = table.Column<Guid>(nullable: false),
                dataset_id = table.Column<Guid>(nullable: false),
                version = table.Column<int>(nullable: false),
                artifact_id = table.Column<Guid>(nullable: false),
                format = table.Column<int>(nullable: false),
                row_count = table.Column<int>(nullable: false),
                column_count = table.Column<int>(nullable: false),
                quality_score = table.Column<double>(nullable: false),
                profile = table.Column<string>(nullable: false),
                preview = table.Column<string>(nullable: false),
                overrides = table.Column<string>(nullable: true),
                created_at = table.Column<long>(nullable: false),
            },
            constraints: table =>
            {
                table.PrimaryKey("pk_dataset_versions", row => row.id);
                table.ForeignKey("fk_dataset_versions_account_id", row => row.account_id, "accounts", "id", onDelete: ReferentialAction.Restrict);
                table.ForeignKey("fk_dataset_versions_artifact_id", row => row.artifact_id, "artifacts", "id", onDelete: ReferentialAction.Restrict);
                table.ForeignKey("fk_dataset_versions_dataset_id", row => row.dataset_id, "datasets", "id", onDelete: ReferentialAction.Cascade);
            });
        migrationBuilder.CreateIndex("ix_dataset_versions_account_id", "dataset_versions", "account_id");
        migrationBuilder.CreateIndex("ix_dataset_versions_artifact_id", "dataset_versions", "artifact_id");
        migrationBuilder.CreateIndex("ix_dataset_versions_dataset_id_version", "dataset_versions", ["dataset_id", "version"], unique: true);
    }
}
